module waymark.dev/show/hbone-with-go

go 1.24
