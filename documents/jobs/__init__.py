"""Work that outlives a page: asked for by somebody, done by a worker, followed in the header (docs/adr/0032).

`kinds` says what can be asked for, `asking` and `ending` write its row, `running` is what a worker does of it, `reaper`
gives back what a worker that died held, `queue` alone knows the library of tasks.
"""
