export { endMessage, hashMessages } from './blake2s';
export { cellFrom, cellTo, hasDigitsAlone, rowBytes, rowFrom } from './cells';
export { checksum } from './crc32';
export {
	faultAt,
	faultCells,
	faultEnd,
	mark,
	markedTo,
	openCsv,
	resume,
	setWidth,
} from './csvMarks';
export { encode, keepMatching } from './dictionary';
export { hashRows } from './rowHash';
export { pack } from './rowTexts';

/** The first unused byte. */
export function firstFree(): usize {
	return __heap_base;
}
