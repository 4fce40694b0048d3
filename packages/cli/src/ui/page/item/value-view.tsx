import { useMemo, useState } from 'preact/hooks'
import { bytes } from '../../../output/figures.ts'
import type { DecodedValue, ItemView } from '../../api/item-view.ts'
import { Choice } from '../parts/choice.tsx'
import { bytesOfBase64 } from './bytes-of-base64.ts'
import { HexRows } from './hex-rows.tsx'
import { LongText } from './long-text.tsx'

type Form = 'decoded' | 'raw' | 'hex'

/** The value of an item, in one of three forms. */
export function ValueView({ item }: { readonly item: ItemView }) {
  const [form, setForm] = useState<Form>('decoded')
  const stored = useMemo(() => bytesOfBase64(item.stored), [item.stored])
  return (
    <section class="value" aria-labelledby="value">
      <div class="title">
        <h3 id="value">Value</h3>
        <Choice
          label="Form of the value"
          choices={{ decoded: 'Decoded', raw: 'Raw', hex: 'Hex' }}
          chosen={form}
          onChoose={setForm}
        />
      </div>
      {form === 'decoded' && <Decoded decoded={item.decoded} stored={stored} />}
      {form === 'raw' && <LongText label="Raw value" text={new TextDecoder().decode(stored)} />}
      {form === 'hex' && <HexRows stored={stored} />}
    </section>
  )
}

function Decoded({ decoded, stored }: { readonly decoded: DecodedValue; readonly stored: Uint8Array }) {
  if (decoded.form === 'none') return <p class="remark">{decoded.reason}</p>
  if (decoded.form === 'bytes')
    return <p class="quiet">{bytes(stored.byteLength)} that are no text. Hex shows them.</p>
  const names = { text: 'a text', json: 'JSON', other: 'what JSON cannot hold' }
  return (
    <>
      <p class="quiet">The value is {names[decoded.form]}.</p>
      <LongText label="Decoded value" text={decoded.text} />
    </>
  )
}
