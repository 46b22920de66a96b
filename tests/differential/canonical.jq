# jq -n -R -r -f canonical.jq: for every line and field with a value "LINE KEY BASE64…", a value each; "LINE fault" for a line that is
# no object. Keys are sorted. Values are bytes: a string's are its UTF-8, an array of 0–255 is one value, nulls are no values.
# A member "hark" is none of the entry's fields: an earlier hark put it there.

def base64_of_bytes:
  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" as $digits
  | . as $bytes
  | [ range(0; length; 3) as $i
      | $bytes[$i:$i + 3] as $three
      | (($three[0] * 65536) + (($three[1] // 0) * 256) + ($three[2] // 0)) as $word
      | [($word / 262144 | floor), ($word / 4096 | floor) % 64, ($word / 64 | floor) % 64, $word % 64]
      | [.[0:($three | length) + 1][] | $digits[.:. + 1]] + (["=", "="][($three | length) - 1:])
      | add ]
  | add;

def is_bytes: type == "array" and length > 0 and all(type == "number" and . >= 0 and . <= 255 and . == floor);

def canonical: if type == "string" then @base64 elif is_bytes then base64_of_bytes else tojson | @base64 end;

def values: if is_bytes then [canonical] elif type == "array" then map(select(. != null) | canonical) elif . == null then [] else [canonical] end;

# Not input_line_number, which counts newlines: the last line may have none.
foreach inputs as $line ({number: 0}; .number += 1 | .text = $line; .)
| .number as $number
| .text
| gsub("^[\u001e\ufeff \t]+|[\r \t]+$"; "")
| if . == "" or startswith("-- ") then empty else
    (try fromjson catch null)
    | if type != "object" then "\($number) fault" else
        to_entries | sort_by(.key)[] | select(.key != "hark") | (.value | values) as $values | select($values | length > 0)
        | "\($number) \(.key) \($values | join(" "))"
      end
  end
