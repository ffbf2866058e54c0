module embgo/examples

go 1.27
