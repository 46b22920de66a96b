# Lines of text with SGR sequences, as tmux writes a screen with `capture-pane -e`, → an SVG picture of them.
# The sixteen basic colours and bold, dim, underlined, reversed; a character is one cell wide.
def palette: ["#1d1f28", "#ff6b68", "#8bd17c", "#e5c07b", "#6cb6ff", "#d7a6ff", "#5ccfe6", "#d8dbe2",
              "#6b7080", "#ff8f8c", "#a6e39a", "#f2d49b", "#9bcdff", "#e4c4ff", "#8fe3f2", "#ffffff"];
def plain: {ink: 7, paper: 0, bold: false, dim: false, underlined: false, reversed: false};
def cell: 8.4;
def row: 19;
def margin: 14;
def escaped: gsub("&"; "&amp;") | gsub("<"; "&lt;") | gsub(">"; "&gt;");

def sgr($code):
  if $code == 0 then plain
  elif $code == 1 then .bold = true
  elif $code == 2 then .dim = true
  elif $code == 4 then .underlined = true
  elif $code == 7 then .reversed = true
  elif $code == 22 then .bold = false | .dim = false
  elif $code == 24 then .underlined = false
  elif $code == 27 then .reversed = false
  elif $code >= 30 and $code <= 37 then .ink = $code - 30
  elif $code == 39 then .ink = 7
  elif $code >= 40 and $code <= 47 then .paper = $code - 40
  elif $code == 49 then .paper = 0
  elif $code >= 90 and $code <= 97 then .ink = $code - 82
  else error("no such colour: \($code)") end;

# A line → the look after it, and its runs of one look: {text, at, look}.
def runs($look):
  reduce (split("\u001b[") | to_entries[]) as $part ({look: $look, at: 0, runs: []};
    (if $part.key == 0 then {codes: null, text: $part.value}
     else $part.value | capture("^(?<codes>[0-9;]*)m(?<text>.*)$") end) as $next
    | if $next.codes then .look |= reduce ($next.codes | split(";")[] | if . == "" then 0 else tonumber end) as $code (.; sgr($code)) else . end
    | if $next.text == "" then . else .runs += [{text: $next.text, at: .at, look: .look}] | .at += ($next.text | length) end);

def rounded: . * 10 | round / 10;

def drawn($y):
  (.look | if .reversed then {ink: .paper, paper: .ink} else {ink, paper} end) as $colours
  | (.text | length) as $cells
  | (if $colours.paper != 0 then
      "<rect x=\"\(margin + .at * cell | rounded)\" y=\"\($y - 14)\" width=\"\($cells * cell | rounded)\" height=\"\(row)\" fill=\"\(palette[$colours.paper])\"/>"
    else empty end),
    # Blanks at the ends are left out: where text stands is said, and how long it is.
    ((.text | sub(" +$"; "")) as $text | ($text | sub("^ +"; "")) as $seen
    | if $seen == "" then empty else
      "<text x=\"\(margin + (.at + ($text | length) - ($seen | length)) * cell | rounded)\" y=\"\($y)\" textLength=\"\(($seen | length) * cell | rounded)\" fill=\"\(palette[$colours.ink])\""
      + (if .look.bold then " font-weight=\"bold\"" else "" end) + (if .look.dim then " opacity=\"0.6\"" else "" end)
      + (if .look.underlined then " text-decoration=\"underline\"" else "" end) + ">\($seen | escaped)</text>" end);

[inputs | sub(" +$"; "")]
| until(length == 0 or (.[-1] | gsub("\u001b\\[[0-9;]*m"; "") | test("[^ ]")); .[:-1])
| reduce .[] as $line ({look: plain, rows: []}; .look as $look | ($line | runs($look)) as $row | .look = $row.look | .rows += [$row.runs])
| .rows
| (2 * margin + $columns * cell | rounded) as $width | (2 * margin + length * row) as $height
| "<svg xmlns=\"http://www.w3.org/2000/svg\" xml:space=\"preserve\" width=\"\($width)\" height=\"\($height)\" viewBox=\"0 0 \($width) \($height)\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">",
  "<!-- Drawn by scripts/picture. -->",
  "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"\(palette[0])\"/>",
  (to_entries[] | (margin + 14 + .key * row) as $y | .value[] | drawn($y)),
  "</svg>"
