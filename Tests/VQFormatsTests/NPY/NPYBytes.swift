/// A `.npy` file that does not depend on our own writer.
struct NPYBytes {
  var major: UInt8 = 1
  var minor: UInt8 = 0
  var dictionary: String
  /// The end of the header is padded to a multiple of this.
  var alignment = 64
  var elements: [UInt8] = []

  init(_ dictionary: String, _ elements: [UInt8] = []) {
    self.dictionary = dictionary
    self.elements = elements
  }

  init(descr: String, fortran: String = "False", shape: String, _ elements: [UInt8] = []) {
    self.init("{'descr': \(descr), 'fortran_order': \(fortran), 'shape': \(shape), }", elements)
  }

  /// All bytes before the first element.
  var header: [UInt8] {
    let lengthByteCount = major == 1 ? 2 : 4
    var text = Array(dictionary.utf8)
    while (8 + lengthByteCount + text.count + 1) % alignment != 0 { text.append(0x20) }
    text.append(0x0A)
    let length = (0..<lengthByteCount).map { UInt8(truncatingIfNeeded: text.count >> (8 * $0)) }
    return [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, major, minor] + length + text
  }

  var file: [UInt8] { header + elements }
}

/// The bytes of numbers, as they are in memory.
func bytes<Number>(of numbers: [Number]) -> [UInt8] {
  numbers.flatMap { number in unsafe withUnsafeBytes(of: number) { unsafe Array($0) } }
}
