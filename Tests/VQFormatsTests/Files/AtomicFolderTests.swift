import Foundation
import Testing
import VQFormats
import VQTestSupport

/// A folder of files appears complete or not at all.
@Suite struct AtomicFolderTests {
  private let place: TemporaryFolder

  init() throws { place = try TemporaryFolder() }

  private func fill(_ folder: inout AtomicFolder) throws {
    for name in ["a.csv", "b.csv"] {
      try folder.add(name) { path throws(FormatError) in
        try CSVWriter.stage(([1, 2] as [Int32]).span, replacing: path)
      }
    }
  }

  @Test(
    "appears at a new path or in place of an empty folder", arguments: [false, true], ["", "//"])
  func appearsWhenCommitted(_ exists: Bool, _ slashes: String) throws {
    let path = place.path("new")
    if exists {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    var folder = try AtomicFolder(creating: path + slashes)
    try fill(&folder)
    #expect(FileManager.default.fileExists(atPath: path + "/a.csv") == false)
    try folder.commit()
    #expect(try place.names == ["new"])
    #expect(try place.text("new/a.csv") == "1\n2\n")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == ["a.csv", "b.csv"])
  }

  @Test func leavesNothingUncommitted() throws {
    var folder = try AtomicFolder(creating: place.path("new"))
    try fill(&folder)
    #expect(try place.names.count == 1)
    _ = consume folder
    #expect(try place.names == [])
  }

  @Test func checksWithoutATrace() throws {
    try AtomicFolder.checkCreatable(place.path("new"))
    #expect(try place.names == [])
  }

  @Test("refuses an existing file or a folder that is not empty", arguments: ["full", "file"])
  func refusesWhatIsThere(_ name: String) throws {
    try FileManager.default.createDirectory(
      atPath: place.path("full"), withIntermediateDirectories: false)
    _ = try place.write([1], to: "full/a")
    _ = try place.write([1], to: "file")
    let error = #expect(throws: FormatError.self) {
      try AtomicFolder.checkCreatable(place.path(name))
    }
    #expect(error?.description.contains(place.path(name)) == true)
    #expect(try place.names == ["file", "full"])
  }

  @Test func wantsAFolderToStandIn() {
    let path = place.path("none/new")
    #expect(throws: FormatError.cannotWrite(path: path, reason: "No such file or directory")) {
      try AtomicFolder.checkCreatable(path)
    }
    #expect(throws: FormatError.self) { try AtomicFolder.checkCreatable("") }
  }

  @Test func namesTheFileThatFails() throws {
    var folder = try AtomicFolder(creating: place.path("new"))
    #expect(
      throws: FormatError.cannotWrite(
        path: place.path("new/none/a.csv"), reason: "No such file or directory")
    ) {
      try folder.add("none/a.csv") { path throws(FormatError) in
        try CSVWriter.stage(([1] as [Int32]).span, replacing: path)
      }
    }
  }
}
