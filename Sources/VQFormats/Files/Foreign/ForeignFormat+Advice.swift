extension ForeignFormat {
  /// What a file of the format is: the part of the error message after the path.
  var description: String {
    switch self {
    case .excel: "is an Excel workbook"
    case .oldOffice: "is an Excel workbook of the old kind (.xls), or another old Office document"
    case .openDocumentSheet: "is an OpenDocument file"
    case .word: "is a Word document"
    case .powerPoint: "is a PowerPoint presentation"
    case .parquet: "is a Parquet file"
    case .arrow: "is an Arrow file"
    case .feather: "is a Feather file"
    case .orc: "is an ORC file"
    case .sqlite: "is an SQLite database"
    case .spss: "is an SPSS file"
    case .stata: "is a Stata file"
    case .sas: "is a SAS file"
    case .sasTransport: "is a SAS transport file"
    case .hdf5: "is an HDF5 file"
    case .matlab73: "is a MATLAB 7.3 file"
    case .matlab5: "is a MATLAB 5 file"
    case .pickle: "is a Python pickle"
    case .rObject: "is an R object (.rds)"
    case .rWorkspace: "is an R workspace (.RData)"
    case .pyTorch: "is a PyTorch file"
    case .numpyArray: "is a NumPy array (.npy)"
    case .numpyArchive: "is an archive of NumPy arrays (.npz)"
    case .pngPicture: "is a PNG picture"
    case .gif: "is a GIF picture"
    case .tiff: "is a TIFF picture"
    case .bmp: "is a BMP picture"
    case .webP: "is a WebP picture"
    case .heic: "is a HEIC or AVIF picture"
    case .jpeg: "is a JPEG picture"
    case .pdf: "is a PDF document"
    case .gzip: "is compressed with gzip"
    case .zstd: "is compressed with zstd"
    case .bzip2: "is compressed with bzip2"
    case .xz: "is compressed with xz"
    case .lz4: "is compressed with lz4"
    case .compress: "is compressed with compress"
    case .sevenZip: "is a 7-Zip archive"
    case .rar: "is a RAR archive"
    case .tar: "is a tar archive"
    case .zip: "is a zip archive"
    case .html: "is an HTML page, not a table"
    case .xml: "is XML"
    case .json: "is JSON"
    case .jsonLines: "is JSON, one value a line"
    case .lfsPointer: "is a Git LFS pointer, not the file that it points to"
    case .arff: "is an ARFF file"
    case .svmlight: "is in the sparse format of LIBSVM and SVMlight"
    case .utf16, .utf16LittleEndian, .utf16BigEndian: "is UTF-16 text"
    case .utf32, .utf32LittleEndian, .utf32BigEndian: "is UTF-32 text"
    case .binary: "is binary data in a format that vq does not read"
    }
  }

  /// What to do: one command.
  func advice(_ command: ForeignCommand) -> String {
    let file = command.file
    func python(_ code: String, output: String = "csv") -> String {
      "convert it with: " + command.python(code, output: output)
    }
    func pandas(_ reader: String) -> String {
      python("import pandas; pandas.\(reader).to_csv({out}, index=False)")
    }
    func extracting(_ program: String) -> String { "extract the data with: \(program) \(file)" }
    func iconv(_ encoding: String) -> String {
      "convert it with: iconv -f \(encoding) -t UTF-8 \(file) > "
        + ForeignCommand.quoted(command.output("utf8.csv"))
    }
    let named = "NAME stands for the name of the data"
    switch self {
    case .excel, .oldOffice, .openDocumentSheet:
      return "save it as CSV, for instance with: libreoffice --headless --convert-to csv \(file)"
    case .word, .powerPoint:
      return "copy the table to a spreadsheet, and save that as CSV"
    case .pdf: return "extract its text with: pdftotext -layout \(file)"
    case .parquet: return pandas("read_parquet({in})")
    case .arrow, .feather: return pandas("read_feather({in})")
    case .orc: return pandas("read_orc({in})")
    case .spss: return pandas("read_spss({in})")
    case .stata: return pandas("read_stata({in})")
    case .sas: return pandas("read_sas({in}, format='sas7bdat')")
    case .sasTransport: return pandas("read_sas({in}, format='xport')")
    case .html:
      return "download the data itself, or convert a table of the page with: "
        + command.python("import pandas; pandas.read_html({in})[0].to_csv({out}, index=False)")
    case .xml: return pandas("read_xml({in})")
    case .json: return pandas("read_json({in})")
    case .jsonLines: return pandas("read_json({in}, lines=True)")
    case .sqlite:
      return "convert a table with: sqlite3 -header -csv \(file) 'select * from NAME' > "
        + "\(ForeignCommand.quoted(command.output("csv"))) (\(named))"
    case .hdf5:
      return python("import h5py, numpy; numpy.save({out}, h5py.File({in})['NAME'])", output: "npy")
        + " (\(named))"
    case .matlab73:
      return python(
        "import h5py, numpy; numpy.save({out}, h5py.File({in})['NAME'][()].T)", output: "npy")
        + " (\(named))"
    case .matlab5:
      return python(
        "import numpy, scipy.io; numpy.save({out}, scipy.io.loadmat({in})['NAME'])", output: "npy")
        + " (\(named))"
    case .pickle:
      return "if you trust it, "
        + python(
          "import numpy, pandas; numpy.save({out}, pandas.read_pickle({in}))", output: "npy")
    case .pyTorch:
      return python(
        "import numpy, torch; numpy.save({out}, torch.load({in}, weights_only=True))", output: "npy"
      )
    case .rObject:
      return "convert it with: " + command.r("write.csv(readRDS({in}), {out}, row.names=FALSE)")
    case .rWorkspace:
      return "convert it with: " + command.r("load({in}); write.csv(NAME, {out}, row.names=FALSE)")
        + " (\(named))"
    case .arff:
      return python(
        "import pandas, scipy.io.arff as a; "
          + "pandas.DataFrame(a.loadarff({in})[0]).to_csv({out}, index=False)")
    case .svmlight:
      return python(
        "import numpy, sklearn.datasets as s; "
          + "numpy.save({out}, s.load_svmlight_file({in})[0].toarray())", output: "npy")
    case .numpyArray: return "end its name in .npy"
    case .numpyArchive: return "end its name in .npz"
    case .pngPicture: return "end its name in .png"
    case .gif, .tiff, .bmp, .webP, .heic, .jpeg:
      return "convert it with: magick \(file) \(ForeignCommand.quoted(command.output("png")))"
    case .gzip, .compress: return "use: \(command.pipe("gzip -dc"))"
    case .zstd: return "use: \(command.pipe("zstd -dc"))"
    case .bzip2: return "use: \(command.pipe("bzip2 -dc"))"
    case .xz: return "use: \(command.pipe("xz -dc"))"
    case .lz4: return "use: \(command.pipe("lz4 -dc"))"
    case .sevenZip: return extracting("7z x")
    case .rar: return extracting("unrar x")
    case .tar: return extracting("tar -xf")
    case .zip: return extracting("unzip")
    case .lfsPointer: return "download that with: git lfs pull --include=\(file)"
    case .utf16: return iconv("UTF-16")
    case .utf16LittleEndian: return iconv("UTF-16LE")
    case .utf16BigEndian: return iconv("UTF-16BE")
    case .utf32: return iconv("UTF-32")
    case .utf32LittleEndian: return iconv("UTF-32LE")
    case .utf32BigEndian: return iconv("UTF-32BE")
    case .binary: return "convert it to CSV or .npy with the program that wrote it"
    }
  }
}
