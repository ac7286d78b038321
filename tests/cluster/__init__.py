"""An installation of several servers, on engines that hosts run and the files of `deploy/` (make cluster-test)."""
