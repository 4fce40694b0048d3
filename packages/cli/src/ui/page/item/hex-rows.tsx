import { useRef } from 'preact/hooks'
import { useMedia } from '../parts/use-media.ts'
import { VirtualRows } from '../parts/virtual-rows.tsx'

const ROW_HEIGHT = 22

/** Bytes as hexadecimal digits and as the ASCII characters that they are. */
export function HexRows({ stored }: { readonly stored: Uint8Array }) {
  const scroller = useRef<HTMLDivElement>(null)
  const width = useMedia('(max-width: 640px)') ? 8 : 16
  const count = Math.ceil(stored.byteLength / width)
  if (count === 0) return <p class="quiet">It is empty.</p>
  return (
    <VirtualRows
      scroller={scroller}
      count={count}
      rowHeight={ROW_HEIGHT}
      attributes={{
        class: 'hex',
        role: 'region',
        'aria-label': 'Value in hex',
        tabIndex: 0,
        style: { height: `${Math.min(count, 20) * ROW_HEIGHT + 18}px` },
      }}
      row={(index) => {
        const bytes = [...stored.subarray(index * width, (index + 1) * width)]
        return (
          <div key={index} class="hex-row" style={{ height: `${ROW_HEIGHT}px` }}>
            <span class="quiet">{(index * width).toString(16).padStart(6, '0')}</span>
            <span class="digits" style={{ width: `${width * 3 - 1}ch` }}>
              {bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ')}
            </span>
            <span>{bytes.map(shown).join('')}</span>
          </div>
        )
      }}
    />
  )
}

function shown(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'
}
