/** An error of the service, all with status 400, told apart by `__type`. */
export class RekognitionError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
