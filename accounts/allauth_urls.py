"""The pages of allauth that are open today, under the names that allauth itself looks up."""

from allauth.account import views
from django.urls import path

from accounts.views.sign_in import sign_in
from accounts.views.sign_in_again import sign_in_again
from accounts.views.sign_out import sign_out


urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/again/", sign_in_again, name="account_sign_in_again"),
    path("sign-out/", sign_out, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("password/", views.password_change, name="account_change_password"),
]
