-- What Markdown can't say. A part for one format only, and parts that a format sets apart by its own means.
--   ::: {only="docx"}   stays in that format alone (html, docx or typst)
--   []{.item no="12a"}  what follows reports these items of a checklist: a place that the page is searched for
--   ::: {.abstract}     also .notice, .colophon: a CSS class in HTML, a function of document.typ, a style in Word
local boxes = { abstract = "Abstract", notice = "Notice", colophon = "Colophon" }

local function speaks(format)
  return FORMAT:match(format) ~= nil
end

local function box(div, name)
  if speaks("typst") then
    local inside = pandoc.List({ pandoc.RawBlock("typst", "#" .. name .. "[") })
    inside:extend(div.content)
    inside:insert(pandoc.RawBlock("typst", "]"))
    return inside
  elseif speaks("docx") then
    div.attributes["custom-style"] = boxes[name]
    return div
  end
end

function Div(div)
  -- Quarto wraps what a cell shows, under ids that are new each time
  if div.classes:includes("cell") or div.classes:includes("cell-output") then
    return div.content
  end
  if div.identifier == "refs" and speaks("typst") then
    return { pandoc.RawBlock("typst", "#references["), div, pandoc.RawBlock("typst", "]") }
  end
  local only = div.attributes["only"]
  if only then
    if not speaks(only) then
      return {}
    end
    div.attributes["only"] = nil
    return div
  end
  for _, class in ipairs(div.classes) do
    if boxes[class] then
      return box(div, class)
    end
  end
end

-- The page's title is the only heading of the first level in HTML
function Header(header)
  if speaks("html") then
    header.level = header.level + 1
    return header
  end
end

-- Every bound number gets its id from its place in the document, so that it is the same in every format
local count = 0
local function number(span)
  if span.classes:includes("n") then
    count = count + 1
    span.identifier = "n_prose_" .. count
    return span
  end
end

-- Marks of checklists stay in the page, where the checklist finds them; an item may be marked several times
local marked = {}
local function mark(span)
  local id = "item-" .. (span.attributes.no or ""):gsub("%s.*", "")
  marked[id] = (marked[id] or 0) + 1
  local name = marked[id] == 1 and id or (id .. "-" .. marked[id])
  return pandoc.Span({}, pandoc.Attr(name, { "item" }, { no = span.attributes.no or "" }))
end

local function is_mark(inline)
  return inline ~= nil and inline.t == "Span" and inline.classes:includes("item")
end

local function marks(inlines)
  local kept = pandoc.List()
  for number, inline in ipairs(inlines) do
    local space = inline.t == "Space" or inline.t == "SoftBreak"
    if is_mark(inline) then
      if speaks("html") then
        kept:insert(mark(inline))
      end
      kept:extend(inline.content)
    elseif not (space and is_mark(inlines[number - 1]) and #inlines[number - 1].content == 0) then
      kept:insert(inline)
    end
  end
  return kept
end

function Pandoc(doc)
  return doc:walk({ Inlines = marks }):walk({ Span = number })
end
