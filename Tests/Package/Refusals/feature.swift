// expect: an array of numbers is one feature: write fit(Matrix(numbers, columns: 1))
import VectorQuantization

let prices = [1.5, 2, 90]
print(try KMeans(clusterCount: 2).fit(prices))
