/** Base64 as kustomize writes it: long text in lines of 70 characters, each with its line break. */
export function base64Lines(text: string): string {
	const encoded = Buffer.from(text, 'utf8').toString('base64');
	if (encoded.length < 70) return encoded;
	return encoded.replace(/.{1,70}/g, '$&\n');
}
