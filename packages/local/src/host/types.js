/** An error as AWS answers it: `name` is its error code, `status` the HTTP status. */
export class AwsError extends Error {
    name;
    status;
    constructor(name, message, status = 400) {
        super(message);
        this.name = name;
        this.status = status;
    }
}
