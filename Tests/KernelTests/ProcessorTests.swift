import CVQKernels
import Foundation
import Testing

/// CPU quotas of cgroup hierarchies, read from temporary folders.
@Suite struct ProcessorTests {
  @Test("a process may use at least one processor, and at most those online")
  func countIsPlausible() {
    #expect(vqk_processor_count() >= 1)
    #expect(vqk_processor_count() <= ProcessInfo.processInfo.processorCount)
  }

  @Test(
    "a quota of version 2 is rounded up to whole processors",
    arguments: [
      ("150000 100000", 2), ("100000 100000", 1), ("1000 100000", 1), ("200001 100000", 3),
      ("400000 50000", 8), ("max 100000", 0), ("", 0), ("0 100000", 0), ("100000 0", 0),
      ("100000", 0),
    ])
  func quotaIsRoundedUp(_ limit: String, _ processors: Int) throws {
    let tree = try CgroupTree(membership: "0::/a/b\n", files: ["a/b/cpu.max": limit + "\n"])
    #expect(tree.quota == processors)
  }

  @Test("the smallest quota on the path to the root is in force")
  func tightestQuotaWins() throws {
    let limits = ["cpu.max": "500000 100000", "a/cpu.max": "max 100000"]
    func quota(_ leaf: String) throws -> Int {
      let files = limits.merging(["a/b/cpu.max": leaf]) { $1 }
      return try CgroupTree(membership: "0::/a/b\n", files: files).quota
    }
    #expect(try quota("300000 100000") == 3)
    #expect(try quota("700000 100000") == 5)
    #expect(try quota("max 100000") == 5)
    let middle = ["a/cpu.max": "200000 100000", "a/b/cpu.max": "300000 100000"]
    #expect(try CgroupTree(membership: "0::/a/b\n", files: middle).quota == 2)
  }

  @Test("if the path is not mounted, the quota of the root is in force")
  func unmountedPathFallsBack() throws {
    let files = ["cpu.max": "250000 100000"]
    for path in ["/", "/docker/0123", "/../sibling"] {
      #expect(try CgroupTree(membership: "0::\(path)\n", files: files).quota == 3)
    }
  }

  @Test("a group that is not on the path to the root does not matter")
  func otherGroupsDoNotMatter() throws {
    let files = ["a/cpu.max": "100000 100000", "ab/c/cpu.max": "400000 100000"]
    #expect(try CgroupTree(membership: "0::/ab/c\n", files: files).quota == 4)
  }

  @Test(
    "reads version 1 too", arguments: ["cpu,cpuacct", "cpu", "cpuacct,cpu", "memory,cpu,pids"])
  func versionOneIsUnderstood(_ controllers: String) throws {
    let membership = "12:cpuset:/y\n4:\(controllers):/x\n2:cpuacct:/y\n1:name=systemd:/y\n"
    let others = ["cpu/y/cpu.cfs_quota_us": "100000", "cpu/y/cpu.cfs_period_us": "100000"]
    func quota(_ quota: Int, parent: Int = -1) throws -> Int {
      let files = others.merging([
        "cpu/x/cpu.cfs_quota_us": "\(quota)\n", "cpu/x/cpu.cfs_period_us": "100000\n",
        "cpu/cpu.cfs_quota_us": "\(parent)\n", "cpu/cpu.cfs_period_us": "50000\n",
      ]) { $1 }
      return try CgroupTree(membership: membership, files: files).quota
    }
    #expect(try quota(350_000) == 4)
    #expect(try quota(-1) == 0)
    #expect(try quota(350_000, parent: 100_000) == 2)
    #expect(try quota(-1, parent: 100_000) == 2)
  }

  @Test("if both versions are mounted, the smaller quota counts")
  func hybridTakesTheTighter() throws {
    let files = [
      "a/cpu.max": "300000 100000",
      "cpu/a/cpu.cfs_quota_us": "200000", "cpu/a/cpu.cfs_period_us": "100000",
    ]
    #expect(try CgroupTree(membership: "3:cpu:/a\n0::/a\n", files: files).quota == 2)
    #expect(try CgroupTree(membership: "0::/a\n", files: files).quota == 3)
  }

  @Test("without files there is no quota")
  func missingFilesMeanNone() throws {
    #expect(try CgroupTree(membership: "0::/a\n4:cpu:/a\n", files: [:]).quota == 0)
    #expect(try CgroupTree(membership: "", files: ["cpu.max": "1 1"]).quota == 0)
    #expect(try CgroupTree(membership: "nonsense\n0:\n", files: ["cpu.max": "1 1"]).quota == 0)
    let tree = try CgroupTree(membership: "0::/a\n", files: ["a/cpu.max": "100000 100000"])
    #expect(cgroupQuota(membership: tree.path("absent"), mount: tree.path("mount")) == 0)
    #expect(cgroupQuota(membership: tree.path("membership"), mount: tree.path("absent")) == 0)
  }
}

/// A membership file and a mounted hierarchy, removed with the last reference.
private final class CgroupTree {
  private let folder: URL

  init(membership: String, files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory.appending(
      path: "vq-cgroup-\(UUID().uuidString)")
    let manager = FileManager.default
    let mount = folder.appending(path: "mount")
    try manager.createDirectory(at: mount, withIntermediateDirectories: true)
    try Data(membership.utf8).write(to: folder.appending(path: "membership"))
    for (name, text) in files {
      let file = mount.appending(path: name)
      try manager.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  var quota: Int { cgroupQuota(membership: path("membership"), mount: path("mount")) }

  func path(_ name: String) -> String { folder.appending(path: name).path }
}
