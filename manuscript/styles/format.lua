-- What Markdown can't say. A part for one format only, and parts that a format sets apart by its own means.
--   ::: {only="docx"}   stays in that format alone (html, docx or typst)
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

function Pandoc(doc)
  return doc:walk({ Span = number })
end
