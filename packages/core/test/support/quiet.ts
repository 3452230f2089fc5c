// The logger reads its level when it is made, which is when the code is imported: this has to come first.
process.env.LOG_LEVEL ??= "SILENT";
