# Puts the page together: cmake -DSOURCE=repository -DPROGRAMS=folder of the modules -DSITE=folder -P site.cmake
cmake_minimum_required(VERSION 3.25)
file(REMOVE_RECURSE ${SITE})
file(MAKE_DIRECTORY ${SITE}/models ${SITE}/fonts)

# --- ours
file(COPY ${SOURCE}/web/ DESTINATION ${SITE} FILES_MATCHING
  PATTERN *.html PATTERN *.css PATTERN *.mjs PATTERN *.d.ts PATTERN *.json)
foreach(module engine window)
  file(COPY ${PROGRAMS}/${module}.mjs ${PROGRAMS}/${module}.wasm DESTINATION ${SITE}/${module})
endforeach()
file(COPY ${SOURCE}/assets/icon.svg DESTINATION ${SITE})

# --- the models: a folder each, and their list, the default one first, with the weights' file
set(models)
file(GLOB cards RELATIVE ${SOURCE}/models ${SOURCE}/models/*/card.json)
foreach(card IN LISTS cards)
  cmake_path(GET card PARENT_PATH name)
  file(READ ${SOURCE}/models/${card} text)
  string(JSON weights ERROR_VARIABLE missing GET "${text}" model weights)
  if(missing)
    set(weights model.onnx)
  endif()
  file(COPY ${SOURCE}/models/${name}/card.json ${SOURCE}/models/${name}/${weights} DESTINATION ${SITE}/models/${name})
  set(entry "{\"name\": \"${name}\", \"weights\": \"${weights}\"}")
  if(name STREQUAL audioset-mobilenet)
    list(PREPEND models ${entry})
  else()
    list(APPEND models ${entry})
  endif()
endforeach()
list(JOIN models ", " models)
file(WRITE ${SITE}/models/index.json "[${models}]\n")

# --- the demo song of tools/make-sounds, if it was made, and the list that says so
set(sounds)
if(EXISTS ${SOURCE}/build/sounds/demo.mp3)
  file(COPY ${SOURCE}/build/sounds/demo.mp3 DESTINATION ${SITE}/sounds)
  set(sounds "\"demo.mp3\"")
endif()
file(WRITE ${SITE}/sounds/index.json "[${sounds}]\n")

# --- the font: Inter's letters for Latin, Greek and Cyrillic, without its layout rules, which Dear ImGui does not read
find_program(subset pyftsubset)
set(letters U+20-7E,U+A0-17F,U+370-3FF,U+400-45F,U+2010-2027,U+20AC,U+2190-2193)
foreach(face regular=Inter-Regular bold=InterDisplay-Bold)
  string(REPLACE = ";" face ${face})
  list(GET face 0 target)
  list(GET face 1 source)
  set(font /usr/share/fonts/opentype/inter/${source}.otf)
  if(NOT EXISTS ${font})
    message(WARNING "${source}.otf is not installed (Debian: fonts-inter): the page uses Dear ImGui's own font")
  elseif(subset)
    execute_process(COMMAND ${subset} ${font} --unicodes=${letters} --layout-features= --no-hinting
                            --output-file=${SITE}/fonts/${target}.otf COMMAND_ERROR_IS_FATAL ANY)
  else()
    message(WARNING "pyftsubset is not installed (Debian: fonttools): the page carries the whole of ${source}.otf")
    configure_file(${font} ${SITE}/fonts/${target}.otf COPYONLY)
  endif()
endforeach()

# --- ONNX Runtime Web and the service worker
find_program(node NAMES node nodejs REQUIRED)
execute_process(COMMAND ${node} ${SOURCE}/tools/finish-site.mjs ${SITE} ${SOURCE}/tools/node_modules/onnxruntime-web/dist
                COMMAND_ERROR_IS_FATAL ANY)
