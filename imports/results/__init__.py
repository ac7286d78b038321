"""« Élève qui change d'établissement »: his results given to the school where he goes, or taken from where he comes."""
