// expect: an array of numbers is one feature: write kmeans(oneFeature:k:)
import VectorQuantization

print(try kmeans([1, 2, 3] as [Int], k: 2))
