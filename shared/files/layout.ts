/**
 * What `assembly/` and its callers here have to agree on. TypeScript and AssemblyScript both read this
 * file, so it holds whole numbers only.
 */

/** More columns than any CSV of Zoho CRM has. */
export const MAX_COLUMNS = 1_000;
/** The longest text that a CRM field holds is 128,000 characters. */
export const MAX_CELL_BYTES = 1_048_576;
export const MAX_ROW_BYTES = 4_194_304;

/** What `mark` returns instead of a number of rows. */
export const QUOTE_INSIDE = -1;
export const NEVER_CLOSED = -2;
export const TEXT_AFTER_QUOTE = -3;
export const WRONG_CELL_COUNT = -4;
export const LONG_ROW = -5;
export const LONG_CELL = -6;
export const TOO_MANY_COLUMNS = -7;
export const NOT_UTF8 = -9;
/** Not a fault of the row itself: what follows it is one. */
export const ROW_BEFORE_FAULT = -10;

/** Bytes of a hash, and its hexadecimal digits. */
export const HASH_BYTES = 16;
export const HASH_DIGITS = 32;

/** A column that is hashed: its index in the row, the size of its label, and the label. */
export const COLUMN_INDEX = 0;
export const COLUMN_LABEL_BYTES = 4;
export const COLUMN_LABEL = 8;
export const COLUMN_BYTES = 32;
/** More than the label of a cell, its size and an instant take. */
export const MAX_CELL_OVERHEAD = 32;

/** The words of a request to `hashRows`, as offsets in bytes. */
export const HASH_COLUMNS = 0;
export const HASH_COLUMN_COUNT = 4;
export const HASH_TIME_COLUMN = 8;
/** A double for each row of the list: its time, NaN when it cannot be read. */
export const HASH_INSTANTS = 12;
/** The list of rows: a word for each. */
export const HASH_ROWS = 16;
/** Room for what is hashed, and its bytes. */
export const HASH_MESSAGES = 20;
export const HASH_ROOM = 24;
/** HASH_BYTES for each row of the list. */
export const HASH_DIGESTS = 28;
export const HASH_REQUEST_BYTES = 32;

/** The words of a request to `pack`, as offsets in bytes. */
export const TEXT_COLUMNS = 0;
export const TEXT_COLUMN_COUNT = 4;
/** The list of rows: a word for each. */
export const TEXT_ROWS = 8;
/** HASH_BYTES for each row of the list; 0 when its rows are not hashed. */
export const TEXT_DIGESTS = 12;
/** For each column of each row its UTF-16 units, below 0 when its text is among the others. */
export const TEXT_LENGTHS = 16;
/** Room for texts of ASCII alone and for the others, and the bytes of each room. */
export const TEXT_PLAIN = 20;
export const TEXT_OTHER = 24;
export const TEXT_ROOM = 28;
/** Returned: how many bytes of each are used. */
export const TEXT_PLAIN_BYTES = 32;
export const TEXT_OTHER_BYTES = 36;
export const TEXT_REQUEST_BYTES = 40;

/** Slots of the hash table of `encode`; at most half of them are used. */
export const CODE_SLOTS = 4_096;
export const CODE_SLOT_BYTES = 16;
/** After the slots: the number of codes, then a byte for each code, 0 when its rows do not match. */
export const CODE_COUNT = 65_536;
export const CODE_MATCHES = 65_552;
export const CODE_TABLE_BYTES = 69_648;
/** The code of a cell that is too long to be looked up. */
export const LONG_TEXT = -1;
