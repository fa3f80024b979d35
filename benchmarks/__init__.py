"""Speed and size, measured: `./run bench` prints one table; `./run bench --list` says what can be measured alone."""
