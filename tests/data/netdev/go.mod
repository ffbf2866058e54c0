module example.com/netdev

go 1.26
