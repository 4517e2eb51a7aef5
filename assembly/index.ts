export { endMessage, hashMessages } from './blake2s';
export { cellFrom, cellTo, hasDigitsAlone, rowBytes } from './cells';
export { checksum } from './crc32';
export { faultAt, faultCells, goOn, mark, markedTo, openCsv, setWidth } from './csvMarks';
export { findCodes, keepWanted } from './repeatedCells';
export { hashRows, openHashes } from './rowHash';
export { openTexts, otherBytes, pack, plainBytes } from './rowTexts';

/** The first byte that is nobody's. */
export function firstFree(): usize {
	return __heap_base;
}
