# jq -r -f entries.jq --argjson columns '["MESSAGE", …]' --arg form sql|json: the entries in which each column has one value or
# none, as SQL that fills a table of them, or as they are. Bytes that are an array become text of just these bytes, without the
# colours that hark takes out of MESSAGE; null is NULL.
def is_bytes: type == "array" and length > 0 and all(type == "number");

def without_colours:
  map(" " + "0123456789ABCDEF"[. / 16 | floor:][:1] + "0123456789ABCDEF"[. % 16:][:1])
  | add
  | gsub(" 1B 5B(?: 3[0-9A-F])*(?: 2[0-9A-F])*(?: [4-6][0-9A-F]| 7[0-9A-E])"; "");

def sql:
  if type == "string" then "'" + gsub("'"; "''") + "'"
  elif is_bytes then "CAST(x'" + (without_colours | gsub(" "; "")) + "' AS TEXT)"
  else "NULL" end;

select(all(.[$columns[]]; type == "string" or . == null or is_bytes))
| if $form == "json" then tojson else "INSERT INTO entries VALUES(" + ([.[("__CURSOR", $columns[])] | sql] | join(",")) + ");" end
