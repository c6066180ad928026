// expect: write codebook.code(of:) for a single observation, or codebook.encode(_:).codes
import VectorQuantization

let clustering = try KMeans(clusterCount: 2).fit([[1.0, 2], [3, 4]])
print(try clustering.predict([1, 2]))
