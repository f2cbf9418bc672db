import { DatabaseSync } from 'node:sqlite';
import type { Json } from '@millrace/core';
import { frozenCopy } from './frozen.ts';
import { type Change, type PendingWork, type Persistence, PersistenceError, scheduleTimers, type Task, type Timer } from './persistence.ts';
import { RowCache } from './row-cache.ts';

/** What the message says when another process has the file. */
export const heldByAnother = 'Another embedded AWS uses this folder';

const schema = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS row (service TEXT, kind TEXT, key TEXT, json TEXT NOT NULL, PRIMARY KEY (service, kind, key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS timer (service TEXT, id TEXT, at REAL, ord INTEGER, seq INTEGER, task TEXT NOT NULL, PRIMARY KEY (service, id)) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS timer_due ON timer (at, ord, seq);
  CREATE TABLE IF NOT EXISTS work (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
  INSERT OR IGNORE INTO fact VALUES ('seq', 0);
`;

/**
 * Keeps a host's state in one SQLite file, which the process then holds alone: a second one that opens it is refused.
 * @throws {PersistenceError} when another process holds the file, or it cannot be opened.
 * @example createHost({ persistence: sqlitePersistence('/tmp/mill/state.db'), … })
 */
export function sqlitePersistence(file: string): Persistence {
  const db = guarded(`open ${file}`, () => {
    const opened = new DatabaseSync(file);
    opened.exec(schema);
    // The first write takes the lock, which the system drops when the process dies.
    opened.exec("UPDATE fact SET value = value WHERE name = 'seq'");
    return opened;
  });
  const cache = new RowCache(5000);
  const sql = statements(db);

  const write = (change: Change): void => {
    switch (change.type) {
      case 'row': {
        const { service, kind, key, row } = change;
        if (row === null) sql.removeRow.run(service, kind, key);
        else sql.putRow.run(service, kind, key, JSON.stringify(row));
        return;
      }
      case 'timer': {
        const { service, id, at, order, seq, task } = change.timer;
        sql.putTimer.run(service, id, at, order, seq, JSON.stringify(task));
        sql.putSeq.run(seq);
        return;
      }
      case 'cancel':
        sql.removeTimer.run(change.service, change.id);
        return;
      case 'work':
        sql.putWork.run(change.pending.work.id, JSON.stringify(change.pending));
        return;
      case 'workDone':
        sql.removeWork.run(change.id);
    }
  };
  const commit = (changes: readonly Change[]): void => {
    db.exec('BEGIN IMMEDIATE');
    try {
      changes.forEach(write);
      db.exec('COMMIT');
    } catch (error) {
      // SQLite may have rolled back by itself, as it does on a full disk.
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
    for (const change of changes) if (change.type === 'row') cache.forget(change.service, change.kind, change.key);
  };
  const parsed = (service: string, kind: string, key: string, text: string): Json =>
    cache.get(service, kind, key) ?? cache.keep(service, kind, key, frozenCopy(json<Json>(text)));

  return {
    get: (service, kind, key) => {
      const known = cache.get(service, kind, key);
      if (known !== undefined) return known;
      const found = sql.getRow.get(service, kind, key);
      return found === undefined ? null : parsed(service, kind, key, String(found.json));
    },
    list: (service, kind, prefix) =>
      sql.listRows.all(service, kind, prefix, `${prefix}\u{10FFFF}`).map(({ key, json: text }) => {
        const name = String(key);
        return { key: name, row: parsed(service, kind, name, String(text)) };
      }),
    commit: (changes) => {
      guarded(`write ${file}`, () => {
        commit(changes);
      });
    },
    nextTimer: () => {
      const found = sql.nextTimer.get();
      if (found === undefined) return null;
      const { service, id, at, ord, seq, task } = found;
      return { service: String(service), id: String(id), at: Number(at), order: Number(ord), seq: Number(seq), task: frozenTask(String(task)) } satisfies Timer;
    },
    busy: () => sql.busy.get() !== undefined,
    work: (id) => {
      const found = sql.getWork.get(id);
      return found === undefined ? null : json<PendingWork>(String(found.json));
    },
    allWork: () => sql.allWork.all().map((row) => json<PendingWork>(String(row.json))),
    lastSeq: () => Number(sql.seq.get()?.value ?? 0),
    close: () => {
      db.close();
    },
  };
}

function statements(db: DatabaseSync) {
  return {
    getRow: db.prepare('SELECT json FROM row WHERE service = ? AND kind = ? AND key = ?'),
    listRows: db.prepare('SELECT key, json FROM row WHERE service = ? AND kind = ? AND key >= ? AND key < ? ORDER BY key'),
    putRow: db.prepare('INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)'),
    removeRow: db.prepare('DELETE FROM row WHERE service = ? AND kind = ? AND key = ?'),
    nextTimer: db.prepare('SELECT * FROM timer ORDER BY at, ord, seq LIMIT 1'),
    busy: db.prepare(`SELECT 1 FROM timer WHERE substr(id, 1, ${scheduleTimers.length}) <> '${scheduleTimers}' LIMIT 1`),
    putTimer: db.prepare('INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?, ?, ?)'),
    removeTimer: db.prepare('DELETE FROM timer WHERE service = ? AND id = ?'),
    getWork: db.prepare('SELECT json FROM work WHERE id = ?'),
    allWork: db.prepare('SELECT json FROM work ORDER BY id'),
    putWork: db.prepare('INSERT OR REPLACE INTO work VALUES (?, ?)'),
    removeWork: db.prepare('DELETE FROM work WHERE id = ?'),
    seq: db.prepare("SELECT value FROM fact WHERE name = 'seq'"),
    putSeq: db.prepare("UPDATE fact SET value = max(value, ?) WHERE name = 'seq'"),
  };
}

/** What this file wrote itself: its shape is known. */
function json<T>(text: string): T {
  return JSON.parse(text) as T;
}

function frozenTask(text: string): Task {
  const task = json<Task>(text);
  return task.type === 'call' ? { ...task, input: frozenCopy(task.input) } : { ...task, data: frozenCopy(task.data) };
}

function guarded<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const held = reason.includes('locked');
    const hint = held ? `${heldByAnother}: stop it, or use another folder.` : 'Check that the folder is writable and the disk has space.';
    throw new PersistenceError(`The embedded AWS could not ${what}: ${reason}. ${hint}`, { cause: error });
  }
}
