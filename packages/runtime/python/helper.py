# to be assembled from parts
