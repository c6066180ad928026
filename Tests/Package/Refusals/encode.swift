// expect: for a single observation write code(of:)
import VectorQuantization

let clustering = try KMeans(clusterCount: 2).fit([[1.0, 2], [3, 4]])
print(try clustering.codebook.encode([1, 2]))
