# Normalisation, first phase: what is implied about types and components is said.
# (The RDF Data Cube Vocabulary, section 10)
PREFIX qb: <http://purl.org/linked-data/cube#>
INSERT { ?observation a qb:Observation } WHERE { ?slice qb:observation ?observation } ;
INSERT { ?observation a qb:Observation . ?cube a qb:DataSet } WHERE { ?observation qb:dataSet ?cube } ;
INSERT { ?slice a qb:Slice } WHERE { ?cube qb:slice ?slice } ;
INSERT { ?part qb:componentProperty ?dimension . ?dimension a qb:DimensionProperty } WHERE { ?part qb:dimension ?dimension } ;
INSERT { ?part qb:componentProperty ?measure . ?measure a qb:MeasureProperty } WHERE { ?part qb:measure ?measure } ;
INSERT { ?part qb:componentProperty ?attribute . ?attribute a qb:AttributeProperty } WHERE { ?part qb:attribute ?attribute }
