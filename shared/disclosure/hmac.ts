const BLOCK = 64;

/** Of FIPS 180-4: the first bits of the fractional parts of the cube roots, or square roots, of the first primes. */
function fractions(count: number, root: (prime: number) => number): readonly number[] {
	const found: number[] = [];
	for (let candidate = 2; found.length < count; candidate++) {
		let isPrime = true;
		for (let by = 2; by * by <= candidate; by++) if (candidate % by === 0) isPrime = false;
		if (isPrime) found.push(((root(candidate) % 1) * 2 ** 32) | 0);
	}
	return found;
}

const ROUNDS = fractions(64, Math.cbrt);
const START = fractions(8, Math.sqrt);

/** After whole blocks. */
interface State {
	readonly words: ArrayLike<number>;
	/** Bytes. */
	readonly length: number;
}

const BEGIN: State = { words: START, length: 0 };

const rotated = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/** Without waiting, unlike the platform's own: it is called once for each name, in the middle of a row. */
function sha256(message: Uint8Array, begun: State = BEGIN): Uint8Array {
	const size = Math.ceil((message.length + 9) / BLOCK) * BLOCK;
	const padded = new Uint8Array(size);
	padded.set(message);
	padded[message.length] = 0x80;
	const view = new DataView(padded.buffer);
	view.setBigUint64(size - 8, BigInt(begun.length + message.length) * 8n);
	const state = Int32Array.from(begun.words);
	const words = new Int32Array(BLOCK);
	for (let block = 0; block < size; block += BLOCK) {
		for (let at = 0; at < 16; at++) words[at] = view.getInt32(block + at * 4);
		addBlock(state, words);
	}
	const digest = new DataView(new ArrayBuffer(32));
	state.forEach((word, index) => digest.setInt32(index * 4, word));
	return new Uint8Array(digest.buffer);
}

function addBlock(state: Int32Array, words: Int32Array): void {
	const word = (index: number): number => words[index] ?? 0;
	for (let at = 16; at < 64; at++) {
		const [early, late] = [word(at - 15), word(at - 2)];
		const first = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3);
		const second = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10);
		words[at] = word(at - 16) + first + word(at - 7) + second;
	}
	let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
	for (let at = 0; at < 64; at++) {
		const mixed = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25);
		const first = (h + mixed + ((e & f) ^ (~e & g)) + (ROUNDS[at] ?? 0) + word(at)) | 0;
		const second =
			(rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
		[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
	}
	[a, b, c, d, e, f, g, h].forEach((value, index) => {
		state[index] = (state[index] ?? 0) + value;
	});
}

const encoder = new TextEncoder();

/** HMAC-SHA256 of texts under one key, in hexadecimal. https://www.rfc-editor.org/rfc/rfc2104 */
export function hmacWith(key: string): (text: string) => string {
	const bytes = encoder.encode(key);
	const short = bytes.length > BLOCK ? sha256(bytes) : bytes;
	const padded = new Uint8Array(BLOCK);
	padded.set(short);
	// The key is the first block of every message, so what comes of it is computed once.
	const after = (pad: number): State => afterBlock(padded.map((byte) => byte ^ pad));
	const [inner, outer] = [after(0x36), after(0x5c)];
	return (text) => hexOf(sha256(sha256(encoder.encode(text), inner), outer));
}

function afterBlock(block: Uint8Array): State {
	const state = Int32Array.from(START);
	const view = new DataView(block.buffer);
	addBlock(
		state,
		Int32Array.from({ length: BLOCK }, (_, at) => (at < 16 ? view.getInt32(at * 4) : 0)),
	);
	return { words: state, length: BLOCK };
}

function hexOf(bytes: Uint8Array): string {
	return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
