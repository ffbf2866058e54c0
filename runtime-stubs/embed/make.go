package embed

// EmbgoFS is what a variable of type FS below a go:embed directive begins as: the compiler calls it
// with the names of files and folders, in the order of FS, and their contents in turn.
func EmbgoFS(list ...string) FS {
	files := make([]file, len(list)/2)
	for i := range files {
		files[i].name = list[2*i]
		files[i].data = list[2*i+1]
	}
	return FS{&files}
}
