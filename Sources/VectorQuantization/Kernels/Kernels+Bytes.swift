internal import CVQKernels

// Rounding to bytes, and the search among them. [unsafe 2 of 3]

extension Kernels {
  /// Whether this kernel set multiplies bytes faster than scalars.
  var multipliesBytes: Bool { unsafe table.pointee.multiplies_bytes }

  /// Rounds a tile's rows to bytes; `rounded.count` is the number of rows.
  func round(
    _ rows: MatrixSpan<Scalar>, frame: FrameSpan<Scalar>, margin: Margin,
    into rounded: borrowing RoundedRows
  ) {
    precondition(rounded.count == rows.rowCount && rounded.featureCount == rows.columnCount)
    precondition(frame.shift.count == rows.columnCount)
    var groups = rounded.groups.lent
    var steps = rounded.steps.lent
    var margins = rounded.margins.lent
    var norms = rounded.squaredNorms.lent
    let padded = Self.paddedRowCount(rows.rowCount)
    let byteCount = RoundedRows.byteCount(featureCount: rows.columnCount)
    precondition(groups.count >= padded * byteCount)
    precondition(min(steps.count, margins.count, norms.count) >= padded)
    unsafe rows.elements.withUnsafeBufferPointer { x in
      unsafe groups.withUnsafeMutableBufferPointer { groups in
        unsafe steps.withUnsafeMutableBufferPointer { steps in
          unsafe margins.withUnsafeMutableBufferPointer { margins in
            unsafe norms.withUnsafeMutableBufferPointer { norms in
              unsafe frame.withC { frame in
                unsafe table.pointee.round_rows(
                  x.raw, rows.rowStride, rows.rowCount, rows.columnCount, frame, margin.c,
                  groups.first, steps.first, margins.first, norms.first)
              }
            }
          }
        }
      }
    }
  }

  /// Rounds consecutive centroids to bytes.
  ///
  /// - Parameters:
  ///   - centroids: The centroids, one after the other.
  ///   - clusterCount: The number of centroids.
  ///   - frame: The frame.
  ///   - rounded: Receives whole panels.
  /// - Returns: The largest share of a centroid's norm that rounding lost; infinity if the centroids
  ///   must not be searched by bytes.
  func round(
    centroids: Span<Double>, clusterCount: Int, frame: FrameSpan<Scalar>,
    into rounded: inout MutableSpan<UInt8>
  ) -> Double {
    let featureCount = frame.shift.count
    precondition(centroids.count >= clusterCount * featureCount)
    precondition(
      rounded.count
        >= RoundedCodebook.byteCount(clusterCount: clusterCount, featureCount: featureCount))
    var coarseness = 0.0
    unsafe centroids.withUnsafeBufferPointer { c in
      unsafe rounded.withUnsafeMutableBufferPointer { panels in
        unsafe frame.withC { frame in
          unsafe table.pointee.round_centroids(
            c.first, clusterCount, featureCount, frame, panels.first, &coarseness)
        }
      }
    }
    return coarseness
  }

  /// Finds the nearest codes of a group of rounded rows, and lists those that bytes leave undecided.
  ///
  /// - Parameters:
  ///   - group: The group.
  ///   - rounded: The rows. Receives the lowest score of each panel, and the gaps.
  ///   - codebook: The centroids.
  ///   - tileCodes: Receives the codes of the group.
  ///   - openRows: Receives the undecided rows.
  /// - Returns: The number of undecided rows.
  func nearestBytes(
    to group: ByteGroup<Scalar>, of rounded: borrowing RoundedRows,
    among codebook: PackedCodebook<Scalar>, codes tileCodes: borrowing TileMemory<Int32>,
    undecided openRows: borrowing TileMemory<UndecidedRow>
  ) -> Int {
    var codes = tileCodes.lent
    var undecided = openRows.lent
    var minima = rounded.workspace.minima.lent
    var gaps = rounded.gaps.lent
    let k = codebook.clusterCount
    precondition(group.start % byteGroup == 0 && group.start < rounded.count)
    precondition(codes.count >= rounded.count && undecided.count >= byteGroup)
    precondition(minima.count * PackedPanel.width >= k * byteGroup)
    precondition(gaps.isEmpty || gaps.count >= rounded.count)
    return unsafe codes.withUnsafeMutableBufferPointer { codes in
      unsafe undecided.withUnsafeMutableBufferPointer { undecided in
        unsafe minima.withUnsafeMutableBufferPointer { minima in
          unsafe gaps.withUnsafeMutableBufferPointer { gaps in
            unsafe withC(rounded, codebook, ahead: group.ahead) { rows, codebook in
              unsafe table.pointee.nearest_bytes(
                rows, group.start, codebook, minima.first, codes.first, undecided.first,
                gaps.isEmpty ? nil : gaps.first)
            }
          }
        }
      }
    }
  }

  /// Finds the candidates of some undecided rows of the group searched last.
  ///
  /// - Parameters:
  ///   - open: The rows, no more than the workspace has capacity for.
  ///   - rounded: The rows. Its workspace receives the candidates; receives the gaps.
  ///   - codebook: The centroids.
  func findCandidates(
    of open: Span<UndecidedRow>, in rounded: borrowing RoundedRows,
    among codebook: PackedCodebook<Scalar>
  ) {
    let (count, k) = (open.count, codebook.clusterCount)
    var counts = rounded.workspace.counts.lent
    var codes = rounded.workspace.codes.lent
    var minima = rounded.workspace.minima.lent
    var bits = rounded.workspace.panelBits.lent
    var panelCodes = rounded.workspace.panelCodes.lent
    var gaps = rounded.gaps.lent
    precondition(count <= min(byteGroup, counts.count) && codes.count >= count * k)
    precondition(min(bits.count, panelCodes.count) * PackedPanel.width >= k)
    precondition(minima.count * PackedPanel.width >= k * byteGroup)
    precondition(gaps.isEmpty || gaps.count >= rounded.count)
    assert((0..<count).allSatisfy { open[$0].row < rounded.count })
    unsafe open.withUnsafeBufferPointer { open in
      unsafe counts.withUnsafeMutableBufferPointer { counts in
        unsafe codes.withUnsafeMutableBufferPointer { codes in
          unsafe minima.withUnsafeMutableBufferPointer { minima in
            unsafe bits.withUnsafeMutableBufferPointer { bits in
              unsafe panelCodes.withUnsafeMutableBufferPointer { panelCodes in
                unsafe gaps.withUnsafeMutableBufferPointer { gaps in
                  let panels = unsafe vqk_byte_panels(
                    minima: minima.first, bits: bits.first, codes: panelCodes.first)
                  unsafe withC(rounded, codebook, ahead: Span()) { rows, codebook in
                    unsafe table.pointee.byte_candidates(
                      rows, open.first, count, codebook, panels, counts.first, codes.first,
                      gaps.isEmpty ? nil : gaps.first)
                  }
                }
              }
            }
          }
        }
      }
    }
  }

  /// The number of rows that this kernel set holds side by side as bytes.
  var byteGroup: Int { unsafe table.pointee.byte_group }

  /// Calls `body` with rounded rows and a rounded codebook as C structures.
  private func withC<Result>(
    _ rounded: borrowing RoundedRows, _ codebook: PackedCodebook<Scalar>,
    ahead: Span<Scalar>, _ body: (vqk_byte_rows, vqk_byte_codebook) -> Result
  ) -> Result {
    let (groups, steps, margins) = (rounded.groups.span, rounded.steps.span, rounded.margins.span)
    let (count, d, k) = (rounded.count, codebook.featureCount, codebook.clusterCount)
    let padded = Self.paddedRowCount(count)
    precondition(rounded.featureCount == d)
    precondition(groups.count >= padded * RoundedRows.byteCount(featureCount: d))
    precondition(min(steps.count, margins.count) >= padded)
    precondition(
      codebook.rounded.panels.count
        >= RoundedCodebook.byteCount(clusterCount: k, featureCount: d))
    return unsafe groups.withUnsafeBufferPointer { groups in
      unsafe steps.withUnsafeBufferPointer { steps in
        unsafe margins.withUnsafeBufferPointer { margins in
          unsafe codebook.rounded.panels.withUnsafeBufferPointer { panels in
            unsafe ahead.withUnsafeBufferPointer { ahead in
              let ahead = UnsafeRawBufferPointer(ahead)
              return unsafe body(
                vqk_byte_rows(
                  groups: groups.first, steps: steps.first, margins: margins.first, n: count, d: d,
                  ahead: ahead.baseAddress, ahead_size: ahead.count),
                vqk_byte_codebook(panels: panels.first, k: k, d: d))
            }
          }
        }
      }
    }
  }
}
