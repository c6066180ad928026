import Foundation
import Testing
import VQFormats
import VQTestSupport

/// A file is written completely, or the old file stays.
@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let new = Array("new".utf8)

  @Test func appearsWhenCommitted() throws {
    var file = try AtomicFile(replacing: folder.path("a"))
    try file.write(new.span)
    try file.write(new.span)
    let before = try folder.names
    #expect(!before.contains("a"))
    try file.commit()
    #expect(try folder.text("a") == "newnew")
    #expect(try folder.names == ["a"])
  }

  @Test func leavesTheOldFileUntilCommitted() throws {
    let path = try folder.write("old".utf8, to: "a")
    var file = try AtomicFile(replacing: path)
    try file.write(new.span)
    #expect(try folder.text("a") == "old")
    try file.finish()
    #expect(try folder.text("a") == "old")
    try file.commit()
    #expect(try folder.text("a") == "new")
    #expect(try folder.names == ["a"])
  }

  @Test func leavesNothingWhenNotCommitted() throws {
    let path = try folder.write("old".utf8, to: "a")
    do {
      var file = try AtomicFile(replacing: path)
      try file.write(new.span)
      #expect(try folder.names.count == 2)
    }
    #expect(try folder.names == ["a"])
    #expect(try folder.text("a") == "old")
  }

  @Test func leavesNothingWhenItCannotBeCommitted() throws {
    let path = folder.path("a")
    var file = try AtomicFile(replacing: path)
    try file.write(new.span)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let error = commitError(file)
    #expect(error == .cannotWrite(path: path, reason: "Is a directory"))
    #expect(try folder.names == ["a"])
  }

  private func commitError(_ file: consuming AtomicFile) -> FormatError? {
    do {
      try file.commit()
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "fails at once if no file can be created",
    arguments: [
      ("none/a", "No such file or directory"), ("file/a", "Not a directory"),
      ("", "Is a directory"), (String(repeating: "n", count: 300), "File name too long"),
    ])
  func failsAtOnce(_ name: String, reason: String) throws {
    _ = try folder.write([], to: "file")
    let path = folder.path(name)
    #expect(throws: FormatError.cannotWrite(path: path, reason: reason)) {
      _ = try AtomicFile(replacing: path)
    }
    #expect(throws: FormatError.cannotWrite(path: path, reason: reason)) {
      try AtomicFile.checkReplaceable(path)
    }
    #expect(try folder.names == ["file"])
  }

  @Test func checksAFileWithoutTouchingIt() throws {
    let path = try folder.write("old".utf8, to: "a")
    try AtomicFile.checkReplaceable(path)
    try AtomicFile.checkReplaceable(folder.path("b"))
    #expect(try folder.names == ["a"])
    #expect(try folder.text("a") == "old")
  }

  /// The reader of a pipe notices every writer that opens and closes it.
  @Test func checksAPipeWithoutOpeningIt() throws {
    let path = folder.path("pipe")
    try #require(unsafe mkfifo(path, 0o600) == 0)
    let reader = unsafe open(path, O_RDONLY | O_NONBLOCK)
    try #require(reader >= 0)
    defer { close(reader) }
    try AtomicFile.checkReplaceable(path)
    var heard = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
    #expect(unsafe poll(&heard, 1, 0) == 0)
  }

  @Test func failsAtOnceWithoutAPath() {
    #expect(throws: FormatError.cannotWrite(path: "", reason: "No such file or directory")) {
      _ = try AtomicFile(replacing: "")
    }
  }

  @Test func followsASymbolicLink() throws {
    let path = try folder.write("old".utf8, to: "a")
    let link = folder.path("link")
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    var file = try AtomicFile(replacing: link)
    try file.write(new.span)
    try file.commit()
    #expect(try folder.text("a") == "new")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == path)
  }

  @Test func keepsPermissions() throws {
    let path = try folder.write("old".utf8, to: "a")
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    try AtomicFile(replacing: path).commit()
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test("respects write protection", .enabled(if: NSUserName() != "root", "root may write all"))
  func respectsWriteProtection() throws {
    let path = try folder.write("old".utf8, to: "a")
    try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
    #expect(throws: FormatError.cannotWrite(path: path, reason: "Permission denied")) {
      _ = try AtomicFile(replacing: path)
    }
    #expect(try folder.names == ["a"])
  }

  /// The test uses its own pipe: a mistake would destroy a real device.
  @Test func writesToAStreamWithoutReplacingIt() throws {
    let pipe = Pipe()
    let path = "/dev/fd/\(pipe.fileHandleForWriting.fileDescriptor)"
    var file = try AtomicFile(replacing: path)
    try file.write(new.span)
    try file.commit()
    try pipe.fileHandleForWriting.close()
    #expect(try pipe.fileHandleForReading.readToEnd().map(Array.init) == new)
  }

  #if os(Linux)
    @Test func saysThatADiskIsFull() throws {
      var file = try AtomicFile(replacing: "/dev/full")
      let reason = "No space left on device"
      let error: FormatError?
      do {
        try file.write(new.span)
        error = nil
      } catch let caught {
        error = caught
      }
      #expect(error == .cannotWrite(path: "/dev/full", reason: reason))
    }
  #endif
}
