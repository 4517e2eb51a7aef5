import { createCipheriv, createDecipheriv, createHash, createHmac } from 'node:crypto';

/**
 * A cursor holds the id of an entry, from which its names could be guessed: it leaves encrypted, always the
 * same for the same position. Its tag is also the nonce, as in RFC 5297, so that equal ones alone look equal.
 */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const keyFrom = (secret: string): Buffer =>
	createHash('sha256').update(`cursor\n${secret}`).digest();

export function sealed(text: string, secret: string): string {
	const key = keyFrom(secret);
	const nonce = createHmac('sha256', key).update(text).digest().subarray(0, NONCE_BYTES);
	const cipher = createCipheriv('aes-256-gcm', key, nonce);
	const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** As it was; a text that was not sealed with this secret stays as it is, and is not a cursor. */
export function unsealed(text: string, secret: string): string {
	const bytes = Buffer.from(text, 'base64url');
	const [nonce, rest] = [bytes.subarray(0, NONCE_BYTES), bytes.subarray(NONCE_BYTES)];
	try {
		const decipher = createDecipheriv('aes-256-gcm', keyFrom(secret), nonce);
		decipher.setAuthTag(rest.subarray(0, TAG_BYTES));
		return decipher.update(rest.subarray(TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
	} catch {
		return text;
	}
}
