import { crc32 } from 'node:zlib'

/**
 * A jar of the launcher that names every other jar, so that `java -jar` is all it takes: a zip whose entries are stored as they
 * are. Made here because the `jar` tool comes only with a JDK, and a run needs no more than a JRE.
 */
export function launcherJar(main: string, classFile: Buffer, jars: readonly string[]): Buffer {
  const manifest = [
    'Manifest-Version: 1.0',
    `Main-Class: ${main}`,
    ...folded(`Class-Path: ${jars.join(' ')}`),
    '',
    '',
  ].join('\r\n')
  return zip([
    { name: 'META-INF/MANIFEST.MF', data: Buffer.from(manifest) },
    { name: `${main}.class`, data: classFile },
  ])
}

/** A manifest's lines hold 72 bytes; the next begins with a space. */
const folded = (line: string): readonly string[] =>
  (line.match(/.{1,70}/g) ?? []).map((part, place) => (place === 0 ? part : ` ${part}`))

interface Entry {
  readonly name: string
  readonly data: Buffer
}

function zip(entries: readonly Entry[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name, data } of entries) {
    const file = Buffer.from(name)
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50, 0)
    header.writeUInt16LE(10, 4)
    // The first day that zip knows, so that equal input gives an equal file.
    header.writeUInt16LE(0x21, 12)
    header.writeUInt32LE(crc32(data), 14)
    header.writeUInt32LE(data.length, 18)
    header.writeUInt32LE(data.length, 22)
    header.writeUInt16LE(file.length, 26)
    const listed = Buffer.alloc(46)
    listed.writeUInt32LE(0x02014b50, 0)
    listed.writeUInt16LE(10, 4)
    header.copy(listed, 6, 4, 28)
    listed.writeUInt32LE(at, 42)
    local.push(header, file, data)
    central.push(listed, file)
    at += header.length + file.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...local, directory, end])
}
