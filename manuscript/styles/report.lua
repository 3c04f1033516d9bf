-- What a report needs of the whole document: tables of text, the marks of what is not written yet, abbreviations that
-- are used, and the page's contents. Runs before format.lua.
--   ::: {.grid widths="1,2" head="1"}   a list of lists becomes a table
--   [...]{.gap by="author|sponsor"}     counted, numbered, and listed in ::: {.gaps}
--   [section 9.1]{.mention to="9.1"}   leads to the heading with that number
--   ::: {.abbreviations}                of the definitions inside, those stay whose term the document uses
--   ::: {.uncited}                      stays where the document cites nothing
--   ::: {.contents}                     headings with links, in HTML
--   # Title {.run-on}                   a main section that begins on no page of its own
local typst, docx, html = FORMAT:match("typst"), FORMAT:match("docx"), FORMAT:match("html")

local LONG = 600 -- characters from which on a row of a table of text may be parted by a page's end
local LINES, LETTERS = 18, 1300 -- up to which a table of text stands on one page
local LEAD = 200 -- characters up to which a paragraph before a table leads to it

local function raw(format, text)
  return pandoc.RawBlock(format, text)
end

-- Tables of text -----------------------------------------------------------------------------------------------------
local function strong(blocks)
  return pandoc.List(blocks):map(function(block)
    if block.t == "Plain" or block.t == "Para" then
      block.content = { pandoc.Strong(block.content) }
    end
    return block
  end)
end

-- A cell's blocks in a paragraph style of Word, which pandoc gives to paragraphs only
local function in_cell(blocks, style)
  local paragraphs = pandoc.List(blocks):map(function(block)
    return block.t == "Plain" and pandoc.Para(block.content) or block
  end)
  return { pandoc.Div(paragraphs, pandoc.Attr("", {}, { ["custom-style"] = style })) }
end

local function cells_of(item, head)
  local list = item[1]
  local style = #list.content > 8 and "Grid Text Small" or "Grid Text"
  return list.content:map(function(blocks)
    blocks = head and strong(blocks) or blocks
    return pandoc.Cell(docx and in_cell(blocks, style) or blocks)
  end)
end

local function grid(div)
  local list = div.content[1]
  if not list or list.t ~= "BulletList" then
    return nil
  end
  local shares, total, longest, letters = {}, 0, 0, 0
  for share in div.attributes.widths:gmatch("[%d.]+") do
    shares[#shares + 1] = tonumber(share)
    total = total + tonumber(share)
  end
  for _, item in ipairs(list.content) do
    local length = #pandoc.utils.stringify(item)
    longest, letters = math.max(longest, length), letters + length
  end
  local specs = pandoc.List(shares):map(function(share) return { pandoc.AlignLeft, share / total } end)
  local has_head = div.attributes.head == "1"
  local rows = pandoc.List()
  for number, item in ipairs(list.content) do
    rows:insert(pandoc.Row(cells_of(item, has_head and number == 1)))
  end
  local head = pandoc.TableHead(has_head and { rows:remove(1) } or {})
  local body = { attr = pandoc.Attr(), body = rows, head = {}, row_head_columns = has_head and 0 or 1 }
  local made = pandoc.Table(pandoc.Caption({}), specs, head, { body }, pandoc.TableFoot({}), pandoc.Attr("", { "grid" }))
  if typst then
    local small = #list.content <= LINES and letters <= LETTERS
    local looks = "columns: " .. #specs .. ", whole: " .. tostring(longest < LONG) .. ", small: " .. tostring(small)
    return { raw("typst", "#text-grid(" .. looks .. ")["), made, raw("typst", "]") }
  end
  if docx then
    made.attr.attributes["custom-style"] = "Grid"
  end
  return html and pandoc.Div({ made }, pandoc.Attr("", { "grid-box" })) or made
end

-- Headings below those with numbers: a line of bold or italic type alone, which stays with what follows ---------------
local function is_minor(block)
  if block.t ~= "Para" or #pandoc.utils.stringify(block) > 160 then
    return false
  end
  for number, inline in ipairs(block.content) do
    local marked = inline.t == "Strong" or inline.t == "Emph"
    local around = inline.t == "Space" or inline.t == "Str" and (inline.text == "(" or inline.text == ")")
    if number == 1 and not marked or not (marked or around) then
      return false
    end
  end
  return true
end

-- A paragraph that leads to a table or a list, which it must not be parted from by a page's end
local function leads(block, after)
  while after and after.t == "Div" and not after.classes:includes("grid") do
    after = after.content[1]
  end
  if not after or block.t ~= "Para" then
    return false
  end
  local text = pandoc.utils.stringify(block)
  local is_list = after.t == "BulletList" or after.t == "OrderedList"
  return after.t == "Div" and #text <= LEAD or (after.t == "Div" or is_list) and text:match(":$") ~= nil
end

local function with_minors(blocks)
  local made = pandoc.List()
  for number, block in ipairs(blocks) do
    if block.t == "Div" and not block.classes:includes("grid") then
      block.content = with_minors(block.content)
    end
    if typst and block.t == "Header" and block.classes:includes("run-on") then
      made:extend({ raw("typst", "#run-on["), block, raw("typst", "]") })
    elseif docx and block.t == "Header" and block.classes:includes("run-on") then
      made:extend({ raw("openxml", "<w:p><w:r><w:t>RUN:ON</w:t></w:r></w:p>"), block })
    elseif typst and not is_minor(block) and leads(block, blocks[number + 1]) then
      made:extend({ raw("typst", "#lead["), block, raw("typst", "]") })
    elseif is_minor(block) and typst then
      made:extend({ raw("typst", "#minor["), block, raw("typst", "]") })
    elseif is_minor(block) and docx then
      made:insert(pandoc.Div({ block }, pandoc.Attr("", {}, { ["custom-style"] = "Minor Heading" })))
    else
      made:insert(block)
    end
  end
  return made
end

-- What is not written yet --------------------------------------------------------------------------------------------
local marks = pandoc.List()

local function mark(span, section)
  local text = pandoc.utils.stringify(span)
  local name = "gap_" .. (#marks + 1)
  marks:insert({ name = name, by = span.attributes.by, text = text, section = section, place = span.attributes.place })
  if typst then
    return { pandoc.RawInline("typst", "#gap["), pandoc.Span(span.content, pandoc.Attr(name)), pandoc.RawInline("typst", "]") }
  elseif docx then
    local run = '<w:r><w:rPr><w:color w:val="A3480F"/><w:shd w:val="clear" w:color="auto" w:fill="FDF3EC"/></w:rPr>'
      .. '<w:t xml:space="preserve">' .. text:gsub("&", "&amp;"):gsub("<", "&lt;") .. "</w:t></w:r>"
    return pandoc.Span({ pandoc.RawInline("openxml", run) }, pandoc.Attr(name))
  end
  return pandoc.Span(span.content, pandoc.Attr(name, { "gap" }))
end

local function find_marks(doc)
  local section = ""
  return doc:walk({
    traverse = "topdown",
    Header = function(header)
      section = pandoc.utils.stringify(header)
      return nil
    end,
    Span = function(span)
      if span.classes:includes("gap") then
        return mark(span, section), false
      end
    end,
  })
end

local function count(by, none, one, many)
  local found = #marks:filter(function(m) return m.by == by end)
  return found == 0 and none or found .. " " .. (found == 1 and one or many)
end

local function in_style(block, name)
  if block.t == "Div" then
    return block
  end
  return pandoc.Div({ block }, pandoc.Attr("", {}, { ["custom-style"] = name }))
end

local function list_marks()
  if #marks == 0 then
    return { pandoc.Para("Nothing in this document waits to be written or filled in.") }
  end
  local title = "Draft: what is still to be written"
  local heading = docx and pandoc.Div({ pandoc.Para(title) }, pandoc.Attr("", {}, { ["custom-style"] = "Title" }))
    or html and pandoc.Para(pandoc.Strong(title))
  local told = count("author", "No passage waits", "passage waits", "passages wait") .. " for a human author, and "
    .. count("sponsor", "no place", "place", "places") .. " for facts or papers of the sponsor. Each is marked and listed here."
  local items, last = pandoc.List(), nil
  for _, m in ipairs(marks) do
    local link = pandoc.Plain({ pandoc.Link(pandoc.Str(m.text), "#" .. m.name) })
    if m.place then
      link.content:extend({ pandoc.Space(), pandoc.Str("(" .. m.place .. ")") })
    end
    if m.section ~= last then
      items:insert({ pandoc.Plain({ pandoc.Strong(m.section ~= "" and m.section or "Title page") }), pandoc.BulletList({ { link } }) })
      last = m.section
    else
      items[#items][2].content:insert({ link })
    end
  end
  local list = pandoc.List({ pandoc.Para(told) })
  for _, item in ipairs(typst and items or {}) do
    list:extend({ raw("typst", "#kept["), pandoc.BulletList({ item }), raw("typst", "]") })
  end
  if not typst then
    list:insert(pandoc.BulletList(items))
  end
  if heading then
    table.insert(list, 1, heading)
  end
  return list
end

-- Sections that a text names: links to the headings that begin with the number -------------------------------------------
local function link_mentions(doc)
  local headings = {}
  doc:walk({
    Header = function(header)
      local number = pandoc.utils.stringify(header):match("^(%d[%d.]*)%s")
      if number and header.identifier ~= "" then
        headings[number] = header.identifier
      end
    end,
  })
  return doc:walk({
    Span = function(span)
      if span.classes:includes("mention") then
        local target = headings[span.attributes.to]
        return target and pandoc.Link(span.content, "#" .. target) or span.content
      end
    end,
  })
end

-- Abbreviations ------------------------------------------------------------------------------------------------------
local function words_of(doc)
  local words = {}
  local function add(text)
    for word in text:gmatch("%w[%w%-/]*") do
      words[word] = true
      for part in word:gmatch("%w[%w%-]*") do
        words[part] = true
      end
    end
  end
  doc:walk({
    Div = function(div)
      if div.classes:includes("abbreviations") then
        return {}
      end
    end,
  }):walk({
    Str = function(str) add(str.text) end,
    RawBlock = function(block)
      if block.format == "html" then
        add((block.text:gsub("<style.-</style>", ""):gsub("<[^>]*>", " ")))
      end
    end,
  })
  return words
end

local function keep_used(div, words)
  local rows = pandoc.List()
  for _, block in ipairs(div.content) do
    if block.t == "DefinitionList" then
      for _, entry in ipairs(block.content) do
        if words[pandoc.utils.stringify(entry[1])] then
          rows:insert(entry)
        end
      end
    end
  end
  rows:sort(function(a, b) return pandoc.utils.stringify(a[1]):lower() < pandoc.utils.stringify(b[1]):lower() end)
  local items = rows:map(function(entry)
    return { pandoc.BulletList({ { pandoc.Plain(pandoc.Strong(entry[1])) }, entry[2][1] }) }
  end)
  return grid(pandoc.Div({ pandoc.BulletList(items) }, pandoc.Attr("", { "grid" }, { widths = "1,4", head = "0" })))
end

-- Contents: Quarto wraps what a cell shows, and headings inside a wrapping would not be listed ------------------------
local function unwrapped(doc)
  return doc:walk({
    Div = function(div)
      if div.classes:includes("cell") or div.classes:includes("cell-output") then
        return div.content
      end
    end,
  })
end

-- All of it ----------------------------------------------------------------------------------------------------------
function Pandoc(doc)
  doc = link_mentions(find_marks(doc))
  doc.blocks = with_minors(doc.blocks)
  local cites = false
  doc:walk({ Cite = function() cites = true end })
  local words = nil
  local contents = html and pandoc.structure.table_of_contents(unwrapped(doc).blocks, { toc_depth = 4 })
  return doc:walk({
    Div = function(div)
      if div.classes:includes("gaps") then
        local inside = list_marks()
        if typst then
          table.insert(inside, 1, raw("typst", "#draft-page["))
          table.insert(inside, raw("typst", "]"))
          return inside
        end
        if docx and #marks > 0 then
          inside = pandoc.List(inside):map(function(block) return in_style(block, "Grid Text") end)
          inside:insert(raw("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'))
        end
        div.content = inside
        return div
      elseif div.classes:includes("abbreviations") then
        words = words or words_of(doc)
        return keep_used(div, words)
      elseif div.classes:includes("uncited") then
        return cites and {} or div.content
      elseif div.classes:includes("contents") then
        return html and pandoc.Div({ contents }, pandoc.Attr("", { "contents" })) or {}
      elseif div.classes:includes("grid") then
        return grid(div)
      end
    end,
  })
end
