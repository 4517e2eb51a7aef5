/** SHA-256 of bytes, as 64 hexadecimal digits. */
export async function sha256(bytes: Uint8Array): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>);
	const digits = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0'));
	return digits.join('');
}
