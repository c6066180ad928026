// expect: requires that 'String' conform to 'ObservationNumber'
import VectorQuantization

print(try kmeans([["a", "b"], ["c", "d"]], k: 2))
