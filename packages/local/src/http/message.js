export function reply(status, contentType, body, headers = {}) {
    return { status, headers: { 'content-type': contentType, ...headers }, body };
}
