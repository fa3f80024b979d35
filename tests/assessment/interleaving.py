"""Somebody else's work in the middle of a request, at a chosen statement."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def just_before(statement: str, job):
    """Runs the job once, before the first statement that begins so: `SAVEPOINT` is where an action begins."""
    jobs = [job]

    def interleave(execute, sql, parameters, many, context):
        if jobs and sql.startswith(statement):
            jobs.pop()()
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(interleave):
        yield
    assert jobs == [], f"no statement began with {statement}"
