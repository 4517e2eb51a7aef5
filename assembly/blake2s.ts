import { beginLane, compress, LANE_STATE } from './blake2sBlock';

/** Bytes of a block. */
const BLOCK: i32 = 64;
/** Bytes before each message, the first four of which are its length. */
export const MESSAGE_HEAD: usize = 16;

/** For each lane a word: where its next block is, how many of its bytes are left, where its hash goes. */
const PLACES = memory.data(16);
const LEFT = memory.data(16);
const OUTS = memory.data(16);

/** Of the next message that no lane has. */
let nextMessage: usize = 0;
let nextOut: usize = 0;
let waiting: i32 = 0;
/** Messages that lanes have. */
let open: i32 = 0;

/** Where the message after one of so many bytes at `from` begins. */
export function afterMessage(from: usize, length: usize): usize {
	return from + MESSAGE_HEAD + ((max<usize>(length, 1) + 63) & ~63);
}

/**
 * Ends a message that was written up to `end`: its length is stored before it, and zeros follow up to
 * a whole block. Returns where the next one begins.
 */
export function endMessage(from: usize, end: usize): usize {
	const length = end - from - MESSAGE_HEAD;
	store<u32>(from, <u32>length);
	memory.fill(end, 0, <usize>BLOCK);
	return afterMessage(from, length);
}

/**
 * Puts the first 128 bits of BLAKE2s-256 (RFC 7693) of `count` messages, which `endMessage` has ended
 * one after another from `from` on, side by side at `out`. Four are hashed in parallel, each in a lane
 * of 32 bits; a lane that has finished one continues with the next.
 */
export function hashMessages(from: usize, count: i32, out: usize): void {
	nextMessage = from;
	nextOut = out;
	waiting = count;
	open = 0;
	for (let lane: usize = 0; lane < 16; lane += 4) takeMessage(lane, from);
	while (open > 0) {
		const left = v128.load(LEFT);
		const whole = i32x4.splat(BLOCK);
		const places = v128.load(PLACES);
		compress(
			<usize>i32x4.extract_lane(places, 0),
			<usize>i32x4.extract_lane(places, 1),
			<usize>i32x4.extract_lane(places, 2),
			<usize>i32x4.extract_lane(places, 3),
			i32x4.min_s(left, whole),
			i32x4.le_s(left, whole),
		);
		v128.store(LEFT, i32x4.sub(left, whole));
		v128.store(PLACES, i32x4.add(places, whole));
		for (let ended = i32x4.bitmask(i32x4.le_s(left, whole)); ended != 0; ended &= ended - 1) {
			endLane((<usize>ctz(ended)) << 2, from);
		}
	}
}

function endLane(lane: usize, idle: usize): void {
	const out = <usize>load<u32>(OUTS + lane);
	if (out != 0) {
		open--;
		for (let word: usize = 0; word < 4; word++) {
			store<u32>(out + (word << 2), load<u32>(LANE_STATE + (word << 4) + lane));
		}
	}
	takeMessage(lane, idle);
}

/** A lane for which there is none hashes what is at `idle`, for nothing. */
function takeMessage(lane: usize, idle: usize): void {
	if (waiting == 0) {
		store<u32>(PLACES + lane, <u32>idle);
		store<i32>(LEFT + lane, BLOCK);
		store<u32>(OUTS + lane, 0);
		return;
	}
	const length = <usize>load<u32>(nextMessage);
	beginLane(lane);
	store<u32>(PLACES + lane, <u32>(nextMessage + MESSAGE_HEAD));
	store<u32>(LEFT + lane, <u32>length);
	store<u32>(OUTS + lane, <u32>nextOut);
	nextMessage = afterMessage(nextMessage, length);
	nextOut += 16;
	waiting--;
	open++;
}
