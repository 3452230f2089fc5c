const parameter = (stage: string): string => `/vixenbliss/${stage}/good-commit`;

/** The last commit of a stage that passed its smoke test, kept in that stage's own account. */
export const goodCommit = {
  read: (stage: string): string[] => [
    "aws",
    "ssm",
    "get-parameter",
    "--name",
    parameter(stage),
    "--query",
    "Parameter.Value",
    "--output",
    "text",
  ],
  write: (stage: string, commit: string): string[] => [
    "aws",
    "ssm",
    "put-parameter",
    "--name",
    parameter(stage),
    "--type",
    "String",
    "--overwrite",
    "--value",
    commit,
  ],
};
