"""Official documents on their way to paper: layout, stamp and signatures, simulation, final print, families told."""
