import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

/** Undefined for what is no private key of Ed25519 in PEM. */
export function signerIn(pem: string): KeyObject | undefined {
	return ed25519(() => createPrivateKey(pem));
}

/** The public key in a file in PEM, which may also hold the private one. */
export function publicKeyIn(pem: string): KeyObject | undefined {
	return ed25519(() => createPublicKey(pem));
}

function ed25519(read: () => KeyObject): KeyObject | undefined {
	try {
		const key = read();
		return key.asymmetricKeyType === 'ed25519' ? key : undefined;
	} catch {
		return undefined;
	}
}
