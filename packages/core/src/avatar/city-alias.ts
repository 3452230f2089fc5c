/**
 * Other names of cities, folded (lower case, no accents): Spanish ones, local ones, older ones and short ones.
 * Only what the data does not hold itself. Value: the data's name, and the country where the name alone is not
 * enough.
 */
// biome-ignore format: a table reads better in rows
export const cityAliases: Readonly<Record<string, string>> = {
  "ciudad de mexico": "Mexico City", cdmx: "Mexico City", "mexico df": "Mexico City", df: "Mexico City", mexico: "Mexico City",
  "nueva york": "New York", "nueva york city": "New York", "new york city": "New York", nyc: "New York", brooklyn: "New York", manhattan: "New York", "nueva orleans": "New Orleans", filadelfia: "Philadelphia", "la": "Los Angeles", washington: "Washington, D.C.", "washington dc": "Washington, D.C.", sf: "San Francisco", 
  londres: "London|GB", edimburgo: "Edinburgh", dublin: "Dublin|IE", paris: "Paris|FR", marsella: "Marseille", burdeos: "Bordeaux", niza: "Nice", estrasburgo: "Strasbourg", tolosa: "Toulouse",
  roma: "Rome|IT", milano: "Milan", florencia: "Florence|IT", firenze: "Florence|IT", napoles: "Naples|IT", napoli: "Naples|IT", venecia: "Venice", venezia: "Venice", torino: "Turin", genova: "Genoa", bolonia: "Bologna",
  lisboa: "Lisbon", oporto: "Porto", berlin: "Berlin|DE", munchen: "Munich", colonia: "Cologne", koln: "Cologne", francfort: "Frankfurt", hamburgo: "Hamburg", estugarda: "Stuttgart", dusseldorf: "Düsseldorf", nuremberg: "Nürnberg", nuremberga: "Nürnberg",
  bruselas: "Brussels", bruxelles: "Brussels", amberes: "Antwerpen", antwerp: "Antwerpen", brujas: "Bruges", gante: "Gent", "la haya": "The Hague", ginebra: "Geneva", zurich: "Zürich", basilea: "Basel", basle: "Basel", berna: "Bern", lausana: "Lausanne", viena: "Vienna", wien: "Vienna", salzburgo: "Salzburg", praga: "Prague", praha: "Prague", varsovia: "Warsaw", cracovia: "Kraków", bucarest: "Bucharest", belgrado: "Belgrade",
  copenhague: "Copenhagen", estocolmo: "Stockholm", gotemburgo: "Göteborg", gothenburg: "Göteborg", reikiavik: "Reykjavík", atenas: "Athens|GR", estambul: "Istanbul", kiev: "Kyiv", moscu: "Moscow|RU", "san petersburgo": "St. Petersburg|RU", "saint petersburg": "St. Petersburg|RU",
  sevilla: "Seville", "a coruna": "La Coruña", coruna: "La Coruña", donostia: "San Sebastián", "palma de mallorca": "Palma|ES", mallorca: "Palma|ES", gerona: "Girona", vitoria: "Vitoria|ES", "vitoria gasteiz": "Vitoria|ES", tenerife: "Santa Cruz de Tenerife", "las palmas de gran canaria": "Las Palmas|ES", eivissa: "Ibiza", 
  "la habana": "Havana", habana: "Havana", "ciudad de panama": "Panama City|PA", "ciudad de guatemala": "Guatemala", "guatemala city": "Guatemala", cuzco: "Cusco", "santiago de chile": "Santiago|CL", "san juan de puerto rico": "San Juan|PR", "asuncion": "Asuncion|PY", "rio": "Rio de Janeiro", "santo domingo": "Santo Domingo|DO", "bogota dc": "Bogota", baires: "Buenos Aires", caba: "Buenos Aires", "vina del mar": "Valparaiso|CL", "cancun": "Cancun",
  tokio: "Tokyo", kioto: "Kyoto", seul: "Seoul", pekin: "Beijing", peking: "Beijing", canton: "Guangzhou", "nueva delhi": "New Delhi", bombay: "Mumbai", calcuta: "Kolkata", singapur: "Singapore", yakarta: "Jakarta", yangon: "Rangoon", rangun: "Rangoon", saigon: "Ho Chi Minh City", "ciudad ho chi minh": "Ho Chi Minh City", ubud: "Bali", canggu: "Bali", "tel aviv": "Tel Aviv-Yafo", jerusalen: "Jerusalem", abudabi: "Abu Dhabi", "abu dabi": "Abu Dhabi", riad: "Riyadh", "el cairo": "Cairo", marrakech: "Marrakesh", marraquech: "Marrakesh", tanger: "Tangier", argel: "Algiers", tunez: "Tunis", "ciudad del cabo": "Cape Town", johannesburgo: "Johannesburg",
  sidney: "Sydney|AU", montreal: "Montréal", quebec: "Québec", luxemburgo: "Luxembourg",
};

/** Countries as people write them beside what `Intl` knows in English and Spanish. */
export const countryAliases: Readonly<Record<string, string>> = {
  usa: "US",
  "united states of america": "US",
  eeuu: "US",
  "ee uu": "US",
  uk: "GB",
  england: "GB",
  scotland: "GB",
  inglaterra: "GB",
  escocia: "GB",
  uae: "AE",
  holland: "NL",
  holanda: "NL",
};
