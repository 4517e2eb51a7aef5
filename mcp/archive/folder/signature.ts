import { type KeyObject, sign, verify } from 'node:crypto';
import { jsonIn } from './ownFiles';

/** A private key of Ed25519 that signs manifests. */
export type Signer = KeyObject;

/** Of a manifest without its signature. */
export function signatureOf(manifest: object, signer: Signer): string {
	return sign(null, signedBytes(manifest), signer).toString('base64');
}

/** Whether a manifest as it lies in the folder was signed with the key that belongs to this one. */
export function isSigned(bytes: Uint8Array, key: KeyObject): boolean {
	const { signature, ...manifest } = (jsonIn(bytes) ?? {}) as { signature?: unknown };
	if (typeof signature !== 'string') return false;
	return verify(null, signedBytes(manifest), key, Buffer.from(signature, 'base64'));
}

/** As it is after it was read: then nothing depends on spaces, or on what JSON leaves out. */
function signedBytes(manifest: object): Buffer {
	return Buffer.from(JSON.stringify(JSON.parse(JSON.stringify(manifest))));
}
