module dev.goro/bench

go 1.23
