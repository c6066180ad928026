@main struct VQCommand { static func main() {} }
