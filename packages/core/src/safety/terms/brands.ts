/** Trade marks a shipped template must not carry; a person's own prompt may name a shop. */
// biome-ignore format: a list of names
export const brandNames = [
  "nike", "adidas", "puma", "reebok", "lululemon", "gymshark", "under armour", "new balance", "converse", "vans shoes", "zara", "h&m", "mango store", "shein", "uniqlo", "levis", "levi s", "calvin klein", "tommy hilfiger", "ralph lauren", "gucci", "prada", "chanel", "dior", "hermes", "louis vuitton", "versace", "balenciaga", "burberry", "fendi", "rolex", "cartier", "tiffany", "ray ban", "victorias secret", "skims", "starbucks", "mcdonalds", "burger king", "kfc", "coca cola", "coke", "pepsi", "red bull", "nespresso", "nutella", "heineken", "corona beer", "apple watch", "iphone*", "ipad*", "macbook*", "airpods", "samsung", "google", "tesla", "ferrari", "lamborghini", "porsche", "bmw", "mercedes", "audi", "vespa", "harley davidson", "ikea", "disney*", "pixar", "marvel", "barbie", "hello kitty", "pokemon", "lego", "netflix", "spotify", "instagram", "tiktok", "facebook", "youtube", "playboy", "canon eos", "canon", "nikon", "leica", "fujifilm", "kodak", "polaroid", "gopro", "hasselblad", "moleskine", "yeti mug", "sephora", "maybelline", "loreal", "chupa chups", "oreo", "lays", "airbnb", "uber", "ryanair", "hilton", "marriott",
];

/** Suggestive but clothed: a person may ask for it and be reviewed; a shipped template may not. */
// biome-ignore format: lists of phrases
export const suggestivePhrases = [
  "sexy", "seductive*", "seduction", "sensual*", "sultry", "provocative*", "lingerie", "underwear", "panties", "thong*", "g string", "cleavage", "corset", "stockings", "garter*", "boudoir", "bedroom eyes", "flirty", "flirtatious", "hot girl", "hot body", "curvy body", "busty", "tight (dress|top|shorts)", "micro (bikini|skirt)", "mini skirt", "miniskirt", "see through", "transparent", "sheer", "wet", "in bed", "on the bed", "shower scene", "bathtub", "towel only", "pigtails", "plaid skirt", "knee socks",
  "sexi", "sexis", "seductor*", "seduccion", "sugerente*", "provocador*", "provocativ*", "lenceria", "ropa interior", "bragas", "tanga", "escote*", "liguero*", "medias de", "picara", "tetona", "minifalda", "transparente*", "mojad*", "en la cama", "coletas",
];
