# Normalisation, second phase: what is attached to a cube or a slice is said of its observations.
# (The RDF Data Cube Vocabulary, section 10)
PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT { ?observation ?property ?value } WHERE {
  ?cube qb:structure/qb:component ?part ; ?property ?value .
  ?part qb:componentProperty ?property ; qb:componentAttachment qb:DataSet .
  ?observation qb:dataSet ?cube
} ;
INSERT { ?observation ?property ?value } WHERE {
  ?cube qb:structure/qb:component ?part ; qb:slice ?slice .
  ?part qb:componentProperty ?property ; qb:componentAttachment qb:Slice .
  ?slice ?property ?value ; qb:observation ?observation
} ;
INSERT { ?observation ?dimension ?value } WHERE {
  ?cube qb:structure/qb:component/qb:componentProperty ?dimension ; qb:slice ?slice .
  ?dimension a qb:DimensionProperty .
  ?slice ?dimension ?value ; qb:observation ?observation
}
